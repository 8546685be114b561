// Verifies, with the libraries of Go's own checksum database, what an auditor has in a folder: two checkpoints, that the
// newer log begins with the older one, and that the newer one has the certificate.
package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const first = "c2sp.org/tlog-proof@v1"

type checkpoint struct {
	size int64
	root tlog.Hash
}

type proof struct {
	salt  []byte
	index int64
	path  []tlog.Hash
}

// opened reads a checkpoint that the verifier's key has signed.
func opened(text []byte, verifier note.Verifier) (checkpoint, error) {
	known, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(known.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return checkpoint{}, errors.New("not a checkpoint of that log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{size, root}, err
}

func hashes(lines []string) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(lines))
	for n, line := range lines {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		found[n] = hash
	}
	return found, nil
}

// read reads a tlog-proof: the salt, the index and the path; and the checkpoint under it, as it stands there.
func read(text string) (proof, string, error) {
	head, below, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if len(lines) < 3 || lines[0] != first {
		return proof{}, "", errors.New("not a tlog-proof with a salt")
	}
	salt, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return proof{}, "", err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return proof{}, "", err
	}
	path, err := hashes(lines[3:])
	return proof{salt, index, path}, below, err
}

func verify(folder string) error {
	files := map[string]string{}
	for _, name := range []string{"verifier", "held", "checkpoint", "consistency", "certificate.jws", "certificate.tlog-proof"} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		files[name] = string(content)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(files["verifier"]))
	if err != nil {
		return err
	}
	older, err := opened([]byte(files["held"]), verifier)
	if err != nil {
		return fmt.Errorf("held: %w", err)
	}
	newer, err := opened([]byte(files["checkpoint"]), verifier)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	fmt.Printf("ok: two checkpoints, of %d and %d entries (note.Open)\n", older.size, newer.size)

	given, below, err := read(files["certificate.tlog-proof"])
	if err != nil {
		return err
	}
	under, err := opened([]byte(below), verifier)
	if err != nil {
		return fmt.Errorf("the checkpoint under the proof: %w", err)
	}
	record := append(given.salt, strings.TrimSpace(files["certificate.jws"])...)
	if err := tlog.CheckRecord(given.path, under.size, under.root, given.index, tlog.RecordHash(record)); err != nil {
		return err
	}
	fmt.Printf("ok: the log has the certificate as entry %d of %d (tlog.CheckRecord)\n", given.index, under.size)

	between, err := hashes(strings.Fields(files["consistency"]))
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(between, newer.size, newer.root, older.size, older.root); err != nil {
		return err
	}
	fmt.Println("ok: the newer log begins with the older one (tlog.CheckTree)")
	return nil
}

func main() {
	if err := verify(os.Args[1]); err != nil {
		fmt.Printf("FAILED: %v\n", err)
		os.Exit(1)
	}
}

// Signs an approval with nothing but Node: node sign.mjs KEY.jwk CASE DIGEST NAME [TIME] prints what `approve` takes.
import { createHash, createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";

const [file, caseId, digest, by, at = new Date().toISOString()] = process.argv.slice(2);
const jwk = JSON.parse(readFileSync(file, "utf8"));
const base64url = (bytes) => Buffer.from(bytes).toString("base64url");

// RFC 7638: the members that make the key, in this order, without white space
const thumbprint = { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
const kid = createHash("sha256").update(JSON.stringify(thumbprint)).digest("base64url");

// RFC 8785: names in order, no white space; these values need nothing else of it
const statement = { at, by, case: caseId, digest, typ: "habeas.approval.v1" };

// RFC 7515, 7.1
const input = `${base64url(JSON.stringify({ alg: "Ed25519", kid }))}.${base64url(JSON.stringify(statement))}`;
const signature = sign(null, Buffer.from(input), createPrivateKey({ key: jwk, format: "jwk" }));
process.stdout.write(JSON.stringify({ digest, by, at, signature: `${input}.${base64url(signature)}` }) + "\n");

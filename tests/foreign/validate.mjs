// Checks an unpacked bundle with validators that strangers wrote, and prints one line for each file.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import { HtmlValidate } from "html-validate";

const root = process.argv[2];
const read = (name) => readFileSync(join(root, name), "utf8");

function report(isGood, name, complaint) {
  console.log(isGood ? `ok: ${name}` : `FAILED: ${name}: ${complaint}`);
}

// A field may be of several types: that is what null and mixed data look like.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const suffix = ".schema.json";
for (const name of readdirSync(root, { recursive: true }).filter((n) => n.endsWith(suffix)).sort()) {
  const table = name.slice(0, -suffix.length) + ".json";
  try {
    const validate = ajv.compile(JSON.parse(read(name)));
    report(validate(JSON.parse(read(table))), `${table} is valid by its schema (ajv)`, ajv.errorsText(validate.errors));
  } catch (error) {
    report(false, table, error.message); // no JSON, or no schema
  }
}

// The document alone decides, not how its source is laid out.
const html = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  rules: { "no-trailing-whitespace": "off", "no-inline-style": "error", "long-title": "off" },
});
for (const name of readdirSync(root).filter((n) => n.endsWith(".html")).sort()) {
  const { valid, results } = await html.validateString(read(name));
  const complaints = results.flatMap((r) => r.messages).map((m) => `line ${m.line}: ${m.message} (${m.ruleId})`);
  report(valid, `${name} is valid HTML (html-validate)`, complaints.slice(0, 3).join("; "));
}

// Asks the sandbox's Clearbit by Clearbit's own client, and prints one line for each check.
import clearbit from "clearbit";

const [endpoint, key, known, name, unknown, queued, silent] = process.argv.slice(2);
clearbit.Client.prototype.endpoint = ({ version }) => `${endpoint}/v${version ?? 1}`;
const client = clearbit(key);

async function check(what, isSo) {
  try {
    console.log((await isSo()) ? `ok: ${what} (clearbit)` : `FAILED: ${what}`);
  } catch (error) {
    console.log(`FAILED: ${what}: ${error.name}`);
  }
}

const failure = (asking) => asking.then(() => ({}), (error) => error);

await check("a person is found", async () => (await client.Person.find({ email: known })).name.givenName === name);
await check("a combined look-up has person and company", async () => {
  const { person, company } = await client.Enrichment.find({ email: known });
  return person.name.givenName === name && company === null;
});
await check("an unknown person is not found", async () =>
  (await failure(client.Person.find({ email: unknown }))) instanceof client.Person.NotFoundError);
await check("a look-up is queued", async () =>
  (await failure(client.Person.find({ email: queued }))) instanceof client.Person.QueuedError);
await check("a look-up is queued without a body", async () =>
  (await failure(client.Person.find({ email: silent }))).statusCode === 202);
await check("a queued person is found later", async () => (await client.Person.find({ email: queued })).email === queued);
await check("a correction is taken, and the person stays", async () => {
  const person = await client.Person.find({ email: known });
  await person.flag({ given_name: "F." });
  return (await client.Person.find({ email: known })).name.givenName === name;
});
await check("nobody can be erased", async () => {
  const person = await client.Person.find({ email: known });
  const refused = await failure(client.Person.del(`/people/${person.id}`));
  return refused.statusCode === 404 && refused.type === "unknown_route";
});
await check("an address that is none is refused", async () =>
  (await failure(client.Person.find({ email: "no address" }))).statusCode === 422);
await check("a version is taken", async () => {
  client.Person.setVersion("2016-01-04");
  return (await client.Person.find({ email: known })).name.givenName === name;
});
await check("a wrong key is refused", async () =>
  (await failure(clearbit("sk_wrong").Person.find({ email: known }))).type === "invalid_api_key");

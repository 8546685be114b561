// An OpenID provider (npm `oidc-provider`, certified) on loopback, with its own development forms for signing in.
// Prints its address. Who signs in as "dpo" or "stranger" is in the group of that name; everybody may.
//
// POST /swap makes the next answer of the token endpoint carry another ID token, which this provider also made: what an
// attacker does who has one and stands between.
import http from "node:http";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import Provider from "oidc-provider";

const [...redirects] = process.argv.slice(2);
const server = http.createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const client = (client_id) => ({ client_id, client_secret: `secret of ${client_id} %+`, redirect_uris: redirects });
const provider = new Provider(issuer, {
  clients: [client("habeas"), client("another")],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }] },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  claims: { openid: ["sub"], profile: ["preferred_username", "groups"] },
  conformIdTokenClaims: false,
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: `${id} ines`, groups: ["everybody", id] }),
  }),
});

let swapped = null;
provider.use(async (context, next) => {
  if (context.path === "/swap") {
    let body = "";
    for await (const piece of context.req) body += piece;
    swapped = body;
    context.status = 204;
    return;
  }
  await next();
  if (context.path === "/token" && context.body?.id_token && swapped) {
    context.body = { ...context.body, id_token: swapped };
    swapped = null;
  }
});
server.on("request", provider.callback());
console.log(issuer);

// A force's own sign-in for tests: a real OpenID provider that lets in whomever POST /be names, and says how.
// Usage: node oidc.mjs REDIRECT_URI; writes its port on one line once it listens.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../frontend/package.json", import.meta.url));
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

let present = { email: "", verified: true, amr: ["pwd"] };
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: "hub", client_secret: "an-invented-secret-of-the-tests", redirect_uris: [process.argv[2]] }],
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ["an invented key"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: "Invented", email: present.email, email_verified: present.verified, amr: present.amr }),
    }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (request.url === "/be") {
      let text = "";
      for await (const part of request) text += part;
      present = JSON.parse(text);
      response.end();
    } else if (request.url.startsWith("/interaction/")) {
      const login = { accountId: `id-of-${present.email}`, amr: present.amr };
      await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    } else {
      answer(request, response);
    }
  });
  process.stdout.write(`${port}\n`);
});

// An OpenID provider for tests: node-oidc-provider, with people read from a file at each request.
// Arguments: the package's module, issuer, client_id, client_secret, redirect_uri,
// post_logout_redirect_uri, people.json.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [library, issuer, clientId, secret, redirectUri, signedOutUri, people] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(library));

const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: secret,
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [signedOutUri],
  }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'family_name', 'groups'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  cookies: { keys: ['of tests'] },
  findAccount: (context, sub) => ({
    accountId: sub,
    claims: () => ({ ...JSON.parse(readFileSync(people))[sub], sub }),
  }),
});
const { hostname, port } = new URL(issuer);
provider.listen(Number(port), hostname, () => console.log('ready'));

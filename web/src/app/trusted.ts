// The page's one policy of Trusted Types. Strings without markup pass, such as
// the styles of the widgets; markup is made by DOMPurify alone, which has a
// policy of its own.

interface Policies {
  createPolicy(name: string, rules: object): unknown;
}

const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;

policies?.createPolicy("default", {
  createHTML: (text: string) => (text.includes("<") ? "" : text),
  createScriptURL: (text: string) => {
    const url = new URL(text, document.baseURI);
    const own =
      url.origin === location.origin && url.pathname.endsWith("/sw.js");
    if (own) return text;
    throw new TypeError("No scripts from there");
  },
});

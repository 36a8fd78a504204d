// Addresses below the site's root: records keep them, and a site may be moved or opened from a folder.

/** Address of the site's root, with a closing slash. */
export const siteRoot = () => new URL(document.documentElement.dataset.base || ".", location.href).href.replace(/[^/]*$/, "");

/** Address of this page below the site's root, without query and fragment; "" for a page outside. */
export function pagePath() {
  const page = location.href.replace(/[?#].*$/, "");
  return page.startsWith(siteRoot()) ? page.slice(siteRoot().length) : "";
}

/** Address of the page on which a draft is filled in, below the site's root. @param {{id: string, template: string}} draft */
export const draftPath = ({ id, template }) => `fill/${encodeURIComponent(template)}.html#draft=${encodeURIComponent(id)}`;

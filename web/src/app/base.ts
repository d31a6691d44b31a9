// The path under which the node serves the page, with a slash at its end.

export const basePath: string =
  document
    .querySelector('meta[name="taskraft-base"]')
    ?.getAttribute("content") || "/";

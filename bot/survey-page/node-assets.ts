/** The page's scripts and styles on Node: from this folder, and htmx from its package. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import type { MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { compress } from "hono/compress";
import { etag } from "hono/etag";

const HTMX = fileURLToPath(import.meta.resolve("htmx.org/dist/htmx.min.js"));
const OWN = fileURLToPath(new URL("assets/", import.meta.url));

export function surveyAssets(): MiddlewareHandler {
  const files = serveStatic({
    root: relative(process.cwd(), "/") || "/",
    rewriteRequestPath: (path) =>
      path === "/survey/assets/htmx.js" ? HTMX : `${OWN}${path.replace(/^\/survey\/assets\//, "")}`,
    onFound: (_path, context) => context.header("Cache-Control", "no-cache"),
  });
  return every(compress(), etag(), files);
}

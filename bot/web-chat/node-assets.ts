/** The page's scripts and styles on Node: from this folder, and weui's from its package. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import type { MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { compress } from "hono/compress";
import { etag } from "hono/etag";

const WEUI = fileURLToPath(import.meta.resolve("weui/dist/style/weui.min.css"));
const OWN = fileURLToPath(new URL("browser/", import.meta.url));

export function nodeAssets(): MiddlewareHandler {
  const files = serveStatic({
    root: relative(process.cwd(), "/") || "/",
    rewriteRequestPath: (path) =>
      path === "/chat/weui.css" ? WEUI : `${OWN}${path.replace(/^\/chat\//, "")}`,
    onFound: (_path, context) => context.header("Cache-Control", "no-cache"),
  });
  return every(compress(), etag(), files);
}

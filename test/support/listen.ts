/** A real socket on loopback for a server under test. */
import { serve } from "@hono/node-server";

export async function listen(fetch: (request: Request) => Response | Promise<Response>) {
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => listening.resolve(port));
  const url = `http://127.0.0.1:${await listening.promise}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  return { url, close };
}

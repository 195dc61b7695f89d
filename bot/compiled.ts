/**
 * Loaded before the server (`node --import`): what Node has compiled of the sources is kept beside the packages, so that
 * the next start finds it. Where nothing can be written there, all is as without it.
 */
import { enableCompileCache, flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)));
/** By then everything is loaded; whoever is killed has kept it all the same. */
const LOADED_MS = 5_000;
setTimeout(flushCompileCache, LOADED_MS).unref();

import { createAttach } from "./attach.js";
import { createComposer } from "./composer.js";
import { find, isSecondClick } from "./elements.js";
import { stayAboveKeyboard } from "./keyboard.js";
import { createOutbox } from "./outbox.js";
import { createFollower } from "./scroll.js";
import { createStatus } from "./status.js";
import { forgetAll } from "./store.js";
import { createStream } from "./stream.js";
import { createTranscript } from "./transcript.js";
import { createTyping } from "./typing.js";
import { createView } from "./view.js";
import { words } from "./words.js";

/**
 * Binds the parts together: the outbox carries the person's words out, the stream brings the
 * transcript in, the view shows both.
 * @typedef {import("./wire.js").Unsent} Unsent
 * @typedef {import("./wire.js").Entry} Entry
 * @typedef {import("./wire.js").OutboundMessage} OutboundMessage
 */

/** The stream may be dead without knowing it (a phone that changed networks): the missing echo tells. */
const ECHO_MS = 6000;
const GATHER_MS = 20;
const SLEEP_MS = 30_000;

let notice = "";
let talk = "";
let over = false;
let hiddenAt = Date.now();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let gathering;

const scroller = find("scroller", HTMLElement);
const menu = find("menu", HTMLButtonElement);
const ended = find("ended", HTMLElement);
const restart = find("restart", HTMLButtonElement);

const transcript = createTranscript();
const follower = createFollower(scroller, find("pill", HTMLButtonElement));
const typing = createTyping(find("typing", HTMLElement), follower.settle);
const status = createStatus(find("status", HTMLElement));
const view = createView(find("log", HTMLElement), scroller, follower, { resend, takeBack, answered });
const outbox = createOutbox({ changed: showNow, arrived, delivered, stuck: typing.stop, forgotten: end });
const stream = createStream({
  talk: follow,
  entry: received,
  gone: () => over || end({ text: words.gone }),
  connection,
  unknown: () => outbox.arrive(true),
});
const composer = createComposer((text) => say({ kind: "said", text }, text));
createAttach((name, contents) => {
  const happening = { kind: /** @type {const} */ ("gave"), name };
  if (contents) say(happening, words.file(name), contents);
  else outbox.refuse(happening, words.file(name), words.fileTooLarge);
});

/** @param {Unsent} item */
const isHeld = (item) => item.state === "held";

function showNow() {
  clearTimeout(gathering);
  gathering = undefined;
  if (over) return;
  view.show({ entries: transcript.list(), unsent: outbox.items(), notice });
}

/**
 * @param {import("./wire.js").Happening} happening
 * @param {string} shown
 * @param {Blob} [file]
 */
function say(happening, shown, file) {
  const item = outbox.add(happening, shown, file);
  if (!outbox.items().some(isHeld)) typing.start();
  return item;
}

/** @type {import("./options.js").Answered} */
function answered(happening, shown, event) {
  const item = say(happening, shown);
  // With a mouse the next thing is typing; on a phone focus in the input would open the keyboard.
  const byMouse = event.detail > 0 && matchMedia("(hover: hover) and (pointer: fine)").matches;
  if (byMouse) composer.focus();
  else view.focusOwn(item.posted.id);
}

/** @param {Unsent} item */
function resend(item) {
  outbox.resend(item);
  view.focusOwn(item.posted.id);
}

/** @param {Unsent} item */
function takeBack(item) {
  outbox.drop(item);
  if (item.posted.kind === "said") composer.giveBack(item.posted.text);
}

/** @param {Entry} entry */
function received(entry) {
  if (over || !transcript.add(entry)) return;
  if (entry.event) outbox.echoed(entry.event);
  if (entry.from === "assistant") typing.stop();
  gathering ??= setTimeout(showNow, GATHER_MS);
}

/** @param {boolean} again */
function arrived(again) {
  if (again) startOver();
  stream.open();
}

/** Another session counts its keys from one again: the old lines cannot stay beside the new. */
function startOver() {
  notice = transcript.list().length > 0 ? words.renewed : notice;
  transcript.clear();
}

/** The cookie may have changed under this tab (cleared, expired, another tab). @param {string} name */
function follow(name) {
  const changed = talk !== "" && talk !== name;
  talk = name;
  if (!changed || over) return;
  startOver();
  stream.open();
}

/** What waited for the server need not wait any longer once it is there again. @param {boolean} connected */
function connection(connected) {
  status.set(connected);
  if (connected) outbox.hurry();
}

/** @param {Unsent} item */
function delivered(item) {
  typing.start();
  setTimeout(() => {
    if (outbox.items().includes(item)) stream.renew();
  }, ECHO_MS);
}

/** Everything about the person is deleted: here too, down to the draft. @param {OutboundMessage} farewell */
function end(farewell) {
  over = true;
  clearTimeout(gathering);
  stream.close();
  outbox.close();
  typing.stop();
  status.hide();
  transcript.clear();
  forgetAll();
  const entry = {
    key: `end ${farewell.text}`,
    from: /** @type {const} */ ("assistant"),
    at: new Date().toISOString(),
  };
  view.show({ entries: [{ ...entry, message: { text: farewell.text } }], unsent: [], notice: "" });
  menu.disabled = true;
  composer.hide();
  ended.hidden = false;
  restart.focus({ preventScroll: true });
}

/** The network came, went or changed, or the phone slept: nothing that was open can be relied on. */
function renew() {
  outbox.hurry();
  stream.renew();
}

function renewAfterSleep() {
  const now = Date.now();
  if (document.visibilityState === "hidden") hiddenAt = now;
  else if (now - hiddenAt > SLEEP_MS) renew();
}

function bindPage() {
  menu.disabled = false;
  menu.addEventListener("click", (event) => {
    if (!isSecondClick(event)) say({ kind: "said", text: "菜单" }, "菜单");
  });
  restart.addEventListener("click", () => location.reload());
  addEventListener("online", renew);
  addEventListener("offline", renew);
  addEventListener("pageshow", (event) => event.persisted && renew());
  document.addEventListener("visibilitychange", renewAfterSleep);
}

find("cold", HTMLElement).remove();
bindPage();
stayAboveKeyboard();
status.set(false);
showNow();
outbox.arrive(false);
if (matchMedia("(hover: hover) and (pointer: fine)").matches) composer.focus();

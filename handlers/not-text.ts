/** Voice, pictures, cards: a line that says what to do instead. A location may tell the city. */
import type { PolicyDocument } from "../policy-kb/load.ts";
import { readCities } from "../policy-kb/understand.ts";
import { buttons } from "./actions.ts";
import type { NotText, Place } from "./event.ts";
import { asked } from "./form.ts";
import { thenGoOn } from "./go-on.ts";
import { giveAnswer } from "./match.ts";
import { zhCN } from "./texts/zh-CN.ts";
import { type Scene, say, type Turn } from "./turn.ts";

export function look(scene: Scene, what: NotText, place?: Place): Turn {
  const { documents } = scene.world.kb;
  const told = place?.address ? readCities(scene.world.kb, place.address) : [];
  // Somebody may be elsewhere on a journey: only a place that we have a document for is taken as theirs.
  const city = told.find((one) => documents.some(({ region }) => region === one));
  if (city) return isIn(scene, city);
  const near = place && !told.length && documents.find((document) => covers(document, place))?.region;
  // Borders are only roughly known, so it is asked.
  if (near)
    return say(scene.conversation, {
      text: zhCN.placeNear(near),
      buttons: [{ id: `in:${near}`, label: zhCN.placeYes(near) }, ...buttons("edit", "menu")],
    });
  return thenGoOn(
    scene,
    say(scene.conversation, { text: zhCN.notText[what], buttons: buttons("match", "menu") }),
  );
}

/** The person is in this city: taken as the answer where it was asked for, else as told by the way. */
export function isIn(scene: Scene, city: string): Turn {
  const { conversation } = scene;
  const said = { text: zhCN.placeRead(city) };
  const question = asked(scene.form, conversation.interview);
  if (question?.id === "city" && question.options.some(({ value }) => value === city)) {
    const turn = giveAnswer(scene, question, city);
    return { ...turn, effects: [{ kind: "send", message: said }, ...turn.effects] };
  }
  return thenGoOn(scene, moveTo(scene, city, zhCN.placeRead(city)));
}

/** From now on everything is answered for this city. */
export function moveTo({ conversation }: Scene, city: string, text: string): Turn {
  const { interview } = conversation;
  const moved = {
    ...conversation,
    asked: null,
    interview: { ...interview, answers: { ...interview.answers, city } },
  };
  return say(moved, { text, buttons: buttons("match", "menu") });
}

function covers({ bounds }: PolicyDocument, { latitude, longitude }: Place): boolean {
  if (!bounds || latitude === undefined || longitude === undefined) return false;
  const { south, north, west, east } = bounds;
  return latitude >= south && latitude <= north && longitude >= west && longitude <= east;
}

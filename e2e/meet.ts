import type { Page } from "@playwright/test";
import { Hand } from "./api.ts";
import { test as base, member, signIn } from "./lib.ts";
import { Room } from "./room.ts";

/** Two people of the demo organisation and a new group of theirs; both have a browser of their own. */
export interface Meeting {
  chat: string;
  ann: Hand;
  ben: Hand;
  /** Ann's browser, in the group. */
  here: Room;
  /** Ben's, where he was asked to be. */
  there: Room;
}

interface Meet {
  /** Brings Ann and Ben together in a new group; `away` is where Ben looks instead of at it. */
  meet: (title: string, away?: string) => Promise<Meeting>;
  /** What both are known as to the API. */
  couple: { ann: Hand; ben: Hand };
}

const places = { ann: 2, ben: 3 };

/** Playwright's `test` with two people who talk. */
export const test = base.extend<Meet>({
  couple: async ({ office }, use) => {
    const [ann, ben] = await Promise.all([
      Hand.of(office, member(office, places.ann)),
      Hand.of(office, member(office, places.ben)),
    ]);
    await use({ ann, ben });
  },
  meet: async ({ page, another, couple, office }, use) => {
    await use(async (title, away) => {
      const { ann, ben } = couple;
      const chat = await ann.group(title, [ben]);
      const enter = async () => {
        const other: Page = await another(member(office, places.ben), away ?? `/chat/${chat}`);
        const there = new Room(other);
        if (away === undefined) await there.isReady();
        return there;
      };
      const here = new Room(page);
      const [there] = await Promise.all([
        enter(),
        signIn(page, office, member(office, places.ann), `/chat/${chat}`),
      ]);
      await here.isReady();
      return { chat, ann, ben, here, there };
    });
  },
});

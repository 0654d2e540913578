import type { Chosen } from "./files.ts";
import type { Office } from "./office.ts";

/** A person as far as the journeys know them. */
export interface Card {
  id: string;
  name: string;
}

/** What a message may carry beside its text. */
interface Told {
  reply_to?: string;
  files?: readonly string[];
}

interface Call {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
}

/**
 * Somebody acting through the API: what a journey needs to be there before it begins, and what happens behind the back
 * of the page it looks at.
 */
export class Hand {
  private constructor(
    readonly office: Office,
    readonly login: string,
    readonly card: Card,
    private readonly token: string,
  ) {}

  /** Signs in once per office and login. */
  static of(office: Office, login: string): Promise<Hand> {
    const hands = Hand.#known.get(office) ?? new Map<string, Promise<Hand>>();
    Hand.#known.set(office, hands);
    const known = hands.get(login);
    if (known) return known;
    const signedIn = Hand.#signIn(office, login);
    hands.set(login, signedIn);
    return signedIn;
  }

  static readonly #known = new WeakMap<Office, Map<string, Promise<Hand>>>();

  static async #signIn(office: Office, login: string): Promise<Hand> {
    const answer = await fetch(`${office.url}/api/v1/people/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ login, password: office.password }),
    });
    if (answer.status !== 201) throw new Error(`${login} cannot sign in: ${await answer.text()}`);
    const { token, user } = (await answer.json()) as { token: string; user: Card };
    return new Hand(office, login, user, token);
  }

  /** Calls the API below `/api/v1`; anything but success is an error. */
  async call<T>(path: string, { method = "GET", body }: Call = {}): Promise<T> {
    const answer = await fetch(`${this.office.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** A new group of which this person is the owner. */
  async group(title: string, others: readonly Hand[]): Promise<string> {
    const members = others.map(({ card }) => card.id);
    const body = { kind: "group", title, members };
    return (await this.call<{ id: string }>("/chat/chats", { method: "POST", body })).id;
  }

  /** The chat of two. */
  async direct(other: Hand): Promise<string> {
    const body = { kind: "direct", members: [other.card.id] };
    return (await this.call<{ id: string }>("/chat/chats", { method: "POST", body })).id;
  }

  /** Says something and returns the place of the message. */
  async say(chat: string, text: string, more: Told = {}): Promise<{ id: string; seq: number }> {
    const body = { text, client_id: crypto.randomUUID(), ...more };
    return this.call(`/chat/chats/${chat}/messages`, { method: "POST", body });
  }

  /** Stores a file, in one part. */
  async upload({ name, mimeType, buffer }: Chosen): Promise<string> {
    const body = { name, size: buffer.length, type: mimeType };
    const { id } = await this.call<{ id: string }>("/core/uploads", { method: "POST", body });
    const answer = await fetch(`${this.office.url}/api/v1/core/uploads/${id}`, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${this.token}`,
        "content-type": "application/offset+octet-stream",
        "upload-offset": "0",
      },
      body: new Uint8Array(buffer),
    });
    if (!answer.ok) throw new Error(`${name} was not stored: ${answer.status} ${await answer.text()}`);
    const stored = await this.call<{ file?: { id: string } }>(`/core/uploads/${id}`);
    if (!stored.file) throw new Error(`${name} is not whole`);
    return stored.file.id;
  }

  /** The texts of a chat as the server has them, the earliest first. */
  async texts(chat: string): Promise<string[]> {
    const { items } = await this.call<{ items: { text: string; kind: string }[] }>(
      `/chat/chats/${chat}/messages?limit=200`,
    );
    return items.filter(({ kind }) => kind !== "system").map(({ text }) => text);
  }
}

import { afterEach, beforeEach, expect, it } from "vitest";
import { giveLayout } from "@/test/layout";
import { moveRegion } from "./regions";

beforeEach(() => giveLayout());
afterEach(() => document.body.replaceChildren());

const f6 = (shiftKey = false) => {
  moveRegion(new KeyboardEvent("keydown", { key: "F6", shiftKey }));
  return document.activeElement?.id;
};

it("passes by what is empty and goes on to the content", () => {
  document.body.innerHTML = `
    <nav data-region="rail"><a id="rail" href="/chat">x</a></nav>
    <main data-region="content" tabindex="-1">
      <section data-region="list"><p>nothing here</p><button disabled>x</button></section>
      <div id="content" data-region="content" tabindex="-1"><p>choose somebody</p></div>
    </main>`;
  expect([f6(), f6(), f6()]).toEqual(["rail", "content", "rail"]);
  expect(f6(true)).toBe("content");
});

it("goes to where one is in a list, over lists inside of the content", () => {
  document.body.innerHTML = `
    <nav data-region="rail"><a id="rail" href="/chat">x</a></nav>
    <section data-region="list"><button id="add">x</button><a id="here" href="/b" aria-current="page">x</a></section>
    <div data-region="content" tabindex="-1">
      <section data-region="list"><input id="second" /></section>
      <div data-region="content" tabindex="-1"><button id="content">x</button></div>
    </div>`;
  expect([f6(), f6(), f6(), f6(), f6()]).toEqual(["rail", "here", "second", "content", "rail"]);
  expect([f6(true), f6(true), f6(true)]).toEqual(["content", "second", "here"]);
});

it("finds the content of a page that is one piece", () => {
  document.body.innerHTML = `
    <nav data-region="rail"><a id="rail" href="/chat">x</a></nav>
    <main data-region="content" tabindex="-1"><a id="home" href="/">x</a></main>`;
  expect([f6(), f6(), f6()]).toEqual(["rail", "home", "rail"]);
});

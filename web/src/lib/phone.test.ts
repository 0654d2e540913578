import { describe, expect, it } from "vitest";
import { dialText, phoneText } from "./phone";

describe("phone numbers", () => {
  it("are grouped as they are read", () => {
    expect(phoneText("13805711000")).toBe("138 0571 1000");
    expect(phoneText("+8613805711000")).toBe("+86 138 0571 1000");
    expect(phoneText("05785121234-8012")).toBe("05785121234-8012");
  });
  it("dial an extension after a pause", () => {
    expect(dialText("05785121234-8012")).toBe("05785121234,8012");
    expect(dialText("+44 20 7946 0018")).toBe("+442079460018");
  });
});

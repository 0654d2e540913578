import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/error";
import * as uploads from "@/api/uploads";
import { ToastHost } from "@/ui";
import { PictureField } from "./PictureField";

const texts = {
  label: "头像",
  hint: "建议 512 × 512",
  change: "更换头像",
  remove: "移除头像",
  changed: "头像已更新",
  removed: "头像已移除",
};

function show(onChange: (file: string | null) => Promise<unknown>) {
  const stored = { id: "77", name: "a.png", size: 1, type: "", created_at: 0, kind: "image", thumb: true };
  vi.spyOn(uploads, "uploadFile").mockResolvedValue(stored as never);
  const { container } = render(
    <>
      <PictureField face={<span />} hasPicture texts={texts} onChange={onChange} />
      <ToastHost />
    </>,
  );
  const input =
    container.querySelector("input") ?? document.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) throw new Error("no input of files");
  return { input, user: userEvent.setup({ applyAccept: false }) };
}
const picture = new File(["x"], "a.png", { type: "image/png" });

describe("a picture", () => {
  it("is uploaded and taken over", async () => {
    const onChange = vi.fn().mockResolvedValue(undefined);
    const { input, user } = show(onChange);
    await user.upload(input, picture);
    expect(await screen.findByText("头像已更新")).toBeTruthy();
    expect(onChange).toHaveBeenCalledWith("77");
  });

  it("says why the server does not take it", async () => {
    const errors = [{ field: "avatar_file", code: "x", message: "请使用本人上传的图片文件。" }];
    const { input, user } = show(() => Promise.reject(new ApiError({ title: "有些内容填写不正确", errors })));
    await user.upload(input, picture);
    expect(await screen.findByText("请使用本人上传的图片文件。")).toBeTruthy();
    expect(screen.queryByText("有些内容填写不正确")).toBeNull();
  });

  it("asks for a picture when it is none", async () => {
    const onChange = vi.fn();
    const { input, user } = show(onChange);
    await user.upload(input, new File(["x"], "a.txt", { type: "text/plain" }));
    expect(await screen.findByText("请选择图片文件")).toBeTruthy();
    expect(onChange).not.toHaveBeenCalled();
  });

  it("is removed", async () => {
    const onChange = vi.fn().mockResolvedValue(undefined);
    const { user } = show(onChange);
    await user.click(screen.getByRole("button", { name: "移除头像" }));
    await waitFor(() => expect(onChange).toHaveBeenCalledWith(null));
    expect(await screen.findByText("头像已移除")).toBeTruthy();
  });
});

import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ErrorBoundary, late, warmLayers } from ".";

describe("a component that comes late", () => {
  it("draws nothing until its code is here, and is fetched once", async () => {
    const load = vi.fn(async () => ({ name }: { name: string }) => <p>{name}</p>);
    const Note = late(load);
    expect(load).not.toHaveBeenCalled();
    const { container } = render(<Note name="列对应" />);
    expect(container.textContent).toBe("");
    await screen.findByText("列对应");
    render(<Note name="再来" />);
    expect(screen.getByText("再来")).toBeTruthy();
    expect(load).toHaveBeenCalledOnce();
  });

  it("is the default of a file too, and has something else drawn meanwhile", async () => {
    const Page = late<object>(async () => ({ default: () => <p>页面</p> }), <i>加载中</i>);
    render(<Page />);
    expect(screen.getByText("加载中")).toBeTruthy();
    await screen.findByText("页面");
    expect(screen.queryByText("加载中")).toBeNull();
  });

  it("fetches again after it could not be fetched", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const load = vi.fn(async () => () => <p>页面</p>);
    load.mockRejectedValueOnce(new Error("offline"));
    const Page = late<object>(load);
    render(
      <ErrorBoundary>
        <Page />
      </ErrorBoundary>,
    );
    await userEvent.click(await screen.findByRole("button", { name: "重试" }));
    expect(await screen.findByText("页面")).toBeTruthy();
  });

  it("is there at once after an idle moment, with what it brings", async () => {
    const Inner = vi.fn(() => <b>里面</b>);
    let inner: ReturnType<typeof late> | undefined;
    const Outer = late(async () => {
      inner = late(async () => Inner);
      return () => <p>外面</p>;
    });
    await warmLayers();
    render(<Outer />);
    expect(screen.getByText("外面")).toBeTruthy();
    const Loaded = inner;
    if (!Loaded) throw new Error("the outer layer was not fetched");
    render(<Loaded />);
    expect(screen.getByText("里面")).toBeTruthy();
  });

  it("tells the boundary around it when the code cannot be fetched", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const Lost = late<object>(() => Promise.reject(new Error("offline")));
    render(
      <ErrorBoundary>
        <Lost />
      </ErrorBoundary>,
    );
    expect(await screen.findByRole("alert")).toBeTruthy();
  });
});

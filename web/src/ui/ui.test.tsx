import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/error";
import { giveLayout } from "@/test/layout";
import {
  AvatarStack,
  Badge,
  Button,
  ConfirmHost,
  confirm,
  ErrorBoundary,
  ErrorState,
  Form,
  Highlight,
  isStaleCode,
  Loaded,
  Menu,
  MenuItem,
  NextPageFailure,
  SegmentedControl,
  Stats,
  Table,
  TextField,
  ToastHost,
  toast,
  VirtualList,
  warmLayers,
} from ".";
import { nextIndex } from "./List";
import { useToasts } from "./toast";

afterEach(() => {
  vi.useRealTimers();
});

describe("Highlight", () => {
  const marked = (ranges: number[][]) => {
    const { container } = render(<Highlight text="云和县政务" ranges={ranges} />);
    expect(container.textContent).toBe("云和县政务");
    return [...container.querySelectorAll("mark")].map((mark) => mark.textContent);
  };
  it("marks spans in any order and clips what overlaps or overflows", () => {
    expect(
      marked([
        [3, 5],
        [0, 2],
      ]),
    ).toEqual(["云和", "政务"]);
    expect(
      marked([
        [0, 3],
        [2, 9],
      ]),
    ).toEqual(["云和县", "政务"]);
    expect(marked([[7, 9]])).toEqual([]);
  });
});

describe("Badge", () => {
  it("draws nothing for none and stops at 99", () => {
    const { container, rerender } = render(<Badge count={0} />);
    expect(container.textContent).toBe("");
    rerender(<Badge count={120} />);
    expect(container.textContent).toBe("99+");
  });
});

describe("Form", () => {
  it("shows the server's message at the field of that name", () => {
    render(
      <Form errors={{ email: "格式不正确" }}>
        <TextField label="邮箱" name="email" />
        <TextField label="姓名" name="name" />
      </Form>,
    );
    expect(screen.getByLabelText("邮箱").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByLabelText("姓名").getAttribute("aria-invalid")).toBeNull();
    expect(screen.getByText("格式不正确")).toBeTruthy();
  });
});

describe("TextField", () => {
  it("shows no red mark without a word", () => {
    const { container } = render(<TextField label="名称" isInvalid />);
    expect(container.querySelectorAll("svg")).toHaveLength(0);
  });
});

describe("Menu", () => {
  beforeAll(warmLayers);

  it("opens, runs an item by keyboard and gives the focus back", async () => {
    const user = userEvent.setup();
    const run = vi.fn();
    render(
      <Menu label="更多" trigger={<Button>更多</Button>}>
        <MenuItem label="重命名" />
        <MenuItem label="删除" isDanger onAction={run} />
      </Menu>,
    );
    await user.tab();
    await user.keyboard("{Enter}");
    expect(within(await screen.findByRole("menu")).getAllByRole("menuitem")).toHaveLength(2);
    // What keeps the keys of the page quiet meanwhile.
    expect(document.querySelector("[data-layer]")).toBeTruthy();
    await user.keyboard("{ArrowDown}{Enter}");
    expect(run).toHaveBeenCalledOnce();
    expect(document.activeElement?.textContent).toBe("更多");
  });

  it("tells which choice holds", async () => {
    const user = userEvent.setup();
    const run = vi.fn();
    render(
      <Menu label="状态" trigger={<Button>状态</Button>}>
        <MenuItem label="在线" isChecked />
        <MenuItem label="离开" isChecked={false} onAction={run} />
        <MenuItem label="设置" />
      </Menu>,
    );
    await user.tab();
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("menuitemradio", { name: "在线", checked: true })).toBeTruthy();
    expect(screen.getByRole("menuitemradio", { name: "离开", checked: false })).toBeTruthy();
    expect(screen.getAllByRole("menuitem")).toHaveLength(1);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(run).toHaveBeenCalledOnce();
  });
});

describe("SegmentedControl", () => {
  it("always has one choice", async () => {
    const user = userEvent.setup();
    function Case() {
      const [chosen, choose] = useState("all");
      return (
        <SegmentedControl
          label="筛选"
          segments={[
            { id: "all", label: "全部" },
            { id: "unread", label: "未读" },
          ]}
          selected={chosen}
          onSelect={choose}
        />
      );
    }
    render(<Case />);
    await user.click(screen.getByRole("radio", { name: "未读" }));
    await user.click(screen.getByRole("radio", { name: "未读" }));
    expect(screen.getByRole("radio", { name: "未读" }).getAttribute("aria-checked")).toBe("true");
  });
});

describe("toast", () => {
  it("undoes once and leaves", async () => {
    const user = userEvent.setup();
    const undo = vi.fn();
    render(<ToastHost />);
    act(() => void toast.undo("已移除", "撤销", undo));
    await user.click(screen.getByRole("button", { name: "撤销" }));
    expect(undo).toHaveBeenCalledOnce();
    expect(screen.queryByText("已移除")).toBeNull();
  });

  it("tells of a failure what is said of its first field", () => {
    render(<ToastHost />);
    const fields = { "phones[0].number": "这个手机号已被使用。" };
    act(() => void toast.failure({ title: "有些内容填写不正确", fields }));
    act(() => void toast.failure({ title: "找不到这个人", fields: {} }));
    expect(screen.getAllByRole("alert").map((note) => note.textContent)).toEqual([
      "这个手机号已被使用。",
      "找不到这个人",
    ]);
  });

  it("adds to a form only what none of its fields shows", () => {
    useToasts.setState({ toasts: [] });
    render(<ToastHost />);
    const isShown = (field: string) => field === "name";
    const tell = (fields: Record<string, string>) =>
      act(() => toast.unshown({ title: "有些内容填写不正确", fields }, isShown));
    tell({ name: "请填写此项。" });
    expect(screen.queryAllByRole("alert")).toEqual([]);
    tell({ name: "请填写此项。", parent: "找不到所填的部门。" });
    tell({});
    expect(screen.getAllByRole("alert").map((note) => note.textContent)).toEqual([
      "找不到所填的部门。",
      "有些内容填写不正确",
    ]);
  });

  it("stays while it is looked at, however often that begins and ends", () => {
    useToasts.setState({ toasts: [] });
    vi.useFakeTimers();
    render(<ToastHost />);
    act(() => void toast.success("已保存"));
    const note = screen.getByRole("status");
    // The pointer and the focus each let go of it.
    fireEvent.pointerLeave(note);
    fireEvent.blur(note);
    fireEvent.pointerEnter(note);
    act(() => void vi.advanceTimersByTime(10_000));
    expect(screen.getByRole("status")).toBe(note);
    fireEvent.pointerLeave(note);
    act(() => void vi.advanceTimersByTime(4000));
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("leaves by itself, and shows three at most", () => {
    vi.useFakeTimers();
    render(<ToastHost />);
    act(() => {
      for (const title of ["一", "二", "三", "四"]) toast.success(title);
    });
    expect(screen.getAllByRole("status").map((note) => note.textContent)).toEqual(["二", "三", "四"]);
    act(() => void vi.advanceTimersByTime(4000));
    expect(screen.queryAllByRole("status")).toEqual([]);
  });
});

describe("confirm", () => {
  it("resolves to what was answered", async () => {
    const user = userEvent.setup();
    render(<ConfirmHost />);
    let answer: Promise<boolean> | undefined;
    act(() => {
      answer = confirm({ title: "移除成员？", action: "移除", isDanger: true });
    });
    await user.click(await screen.findByRole("button", { name: "移除" }));
    expect(await answer).toBe(true);
    act(() => {
      answer = confirm({ title: "再问一次？", action: "是" });
    });
    await screen.findByRole("alertdialog");
    await user.keyboard("{Escape}");
    expect(await answer).toBe(false);
  });

  it("has the focus on the way back where something would be destroyed", async () => {
    const user = userEvent.setup();
    render(<ConfirmHost />);
    let answer: Promise<boolean> | undefined;
    act(() => {
      answer = confirm({ title: "放弃修改？", action: "放弃", cancel: "继续编辑", isDanger: true });
    });
    await screen.findByRole("alertdialog");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("继续编辑"));
    await user.keyboard("{Enter}");
    expect(await answer).toBe(false);
    act(() => {
      answer = confirm({ title: "退出登录？", action: "退出登录" });
    });
    await screen.findByText("退出登录？");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("退出登录"));
    await user.keyboard("{Enter}");
    expect(await answer).toBe(true);
  });
});

describe("Form", () => {
  it("submits once while it runs, and again when it is over", async () => {
    const user = userEvent.setup();
    let finish: () => void = () => undefined;
    const onSubmit = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    render(
      <Form onSubmit={onSubmit}>
        <TextField label="名称" />
        <Button type="submit">创建</Button>
      </Form>,
    );
    await user.type(screen.getByLabelText("名称"), "科室{Enter}{Enter}");
    expect(onSubmit).toHaveBeenCalledOnce();
    await act(async () => finish());
    await user.keyboard("{Enter}");
    expect(onSubmit).toHaveBeenCalledTimes(2);
  });
});

describe("Table", () => {
  it("names the checkbox of each row", async () => {
    giveLayout();
    render(
      <Table
        label="成员"
        columns={[{ id: "name", header: "姓名", render: (name: string) => name }]}
        rows={["陈晓云", "刘竞文"]}
        getKey={(name) => name}
        getText={(name) => name}
        selection={new Set()}
      />,
    );
    expect(await screen.findByRole("checkbox", { name: "选择 刘竞文" })).toBeTruthy();
    expect(screen.getByRole("checkbox", { name: "选择 陈晓云" })).toBeTruthy();
  });
});

describe("NextPageFailure", () => {
  const query = { error: new ApiError({ title: "连不上服务器", code: "x" }), isFetchNextPageError: true };
  it("says why the next page did not come, and asks again", async () => {
    const fetchNextPage = vi.fn();
    const { rerender } = render(
      <NextPageFailure query={{ ...query, isFetchingNextPage: false, fetchNextPage }} />,
    );
    expect(screen.getByRole("alert").textContent).toContain("连不上服务器");
    await userEvent.click(screen.getByRole("button", { name: "重试" }));
    expect(fetchNextPage).toHaveBeenCalledOnce();
    rerender(<NextPageFailure query={{ ...query, isFetchingNextPage: true, fetchNextPage }} />);
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("isStaleCode", () => {
  it.each([
    new TypeError("Failed to fetch dynamically imported module: /assets/a.js"),
    new TypeError("error loading dynamically imported module"),
    new TypeError("Importing a module script failed."),
    new Error("Unable to preload CSS for /assets/a.css"),
  ])("knows it by what browsers say: $message", (error) => {
    expect(isStaleCode(error)).toBe(true);
  });
  it("is nothing else", () => {
    expect(isStaleCode(new TypeError("x is not a function"))).toBe(false);
  });
});

describe("ErrorState", () => {
  it("offers a way back from what is not there, and nothing to be tried again", () => {
    const gone = new ApiError({ code: "people.user_not_found", status: 404, title: "找不到这个人" });
    render(<ErrorState error={gone} onRetry={() => undefined} />);
    expect(screen.getByRole("alert").textContent).toBe("找不到这个人返回");
    expect(screen.getAllByRole("button")).toHaveLength(1);
  });

  it("says that data is safe where an answer failed", () => {
    const failed = new ApiError({ code: "core.internal", status: 500, title: "服务器出错了" });
    render(<ErrorState error={failed} onRetry={() => undefined} />);
    expect(screen.getByRole("alert").textContent).toContain("可以重试");
    expect(screen.getByRole("button", { name: "重试" })).toBeTruthy();
  });
});

describe("Loaded", () => {
  const show = (query: { data?: string; error?: unknown; fetchStatus: "paused" | "fetching" }) =>
    render(
      <Loaded
        query={{ data: undefined, error: null, refetch: () => undefined, ...query }}
        skeleton={<p>加载中</p>}
      >
        {(data) => <p>{data}</p>}
      </Loaded>,
    );
  it("says that the device is offline instead of waiting for ever", () => {
    show({ fetchStatus: "fetching" });
    expect(screen.getByText("加载中")).toBeTruthy();
    show({ fetchStatus: "paused" });
    expect(screen.getByText("现在离线")).toBeTruthy();
  });
  it("keeps what is known", () => {
    show({ data: "刘竞文", fetchStatus: "paused" });
    expect(screen.getByText("刘竞文")).toBeTruthy();
    expect(screen.queryByText("现在离线")).toBeNull();
  });
});

describe("AvatarStack", () => {
  it("draws one character a face: the next face would cut a second one", () => {
    const people = ["刘竞文", "Emma Wilson"].map((name, index) => ({ id: String(index), name }));
    const { container } = render(<AvatarStack people={people} total={5} />);
    const letters = [...container.querySelectorAll("[data-letters]")].map((face) =>
      face.getAttribute("data-letters"),
    );
    expect(letters).toEqual(["文", "E"]);
    expect(container.textContent).toBe("+3");
  });
});

describe("ErrorBoundary", () => {
  it("keeps a fault inside and tries again on another page", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    function Faulty({ fails }: { fails: boolean }) {
      if (fails) throw new Error("fault");
      return <p>好的</p>;
    }
    const at = (key: string, fails: boolean) => (
      <ErrorBoundary resetKey={key}>
        <Faulty fails={fails} />
      </ErrorBoundary>
    );
    const { rerender } = render(at("/a", true));
    expect(screen.getByRole("alert").textContent).toContain("这一部分出了问题");
    rerender(at("/b", false));
    expect(screen.getByText("好的")).toBeTruthy();
  });
});

describe("Stats", () => {
  it("names each number", () => {
    render(<Stats items={[["总人数", 12345]]} />);
    expect(screen.getByRole("term").textContent).toBe("总人数");
    expect(screen.getByRole("definition").textContent).toBe("12,345");
  });
});

describe("VirtualList", () => {
  it("passes by rows with nothing to press", async () => {
    giveLayout();
    const user = userEvent.setup();
    render(
      <VirtualList
        label="角色"
        items={["所有者", "陈晓云", "管理员", "刘竞文"]}
        getKey={(item) => item}
        itemSize={40}
        header={<h2>标题</h2>}
        renderItem={(item, { index, tabIndex }) =>
          index % 2 === 0 ? (
            <h3>{item}</h3>
          ) : (
            <button type="button" tabIndex={tabIndex}>
              {item}
            </button>
          )
        }
      />,
    );
    const button = (name: string) => screen.getByRole("button", { name });
    await screen.findByRole("button", { name: "陈晓云" });
    act(() => button("陈晓云").focus());
    await user.keyboard("{ArrowDown}");
    await vi.waitFor(() => expect(document.activeElement).toBe(button("刘竞文")));
    expect(screen.getByRole("heading", { name: "标题" })).toBeTruthy();
    await user.keyboard("{Home}");
    await vi.waitFor(() => expect(document.activeElement).toBe(button("陈晓云")));
  });
});

describe("nextIndex", () => {
  it("stays inside the list", () => {
    expect(nextIndex("ArrowDown", 4, 5)).toBeUndefined();
    expect(nextIndex("ArrowUp", 0, 5)).toBeUndefined();
    expect(nextIndex("End", 1, 5)).toBe(4);
    expect(nextIndex("PageDown", 1, 5)).toBe(4);
    expect(nextIndex("a", 1, 5)).toBeUndefined();
  });
});

import { useEffect } from "react";
import { ApiError } from "@/api/error";
import type { ObjectCard } from "@/api/types";
import { go, goBack, useParam } from "@/lib/nav";
import { setPageTitle } from "@/lib/title";
import { FileCard, useObject } from "@/shared/object";
import { ErrorState, Page, PaneHeader } from "@/ui";
import { NotFound } from "./Root";

/** `/o/ID`: the one link of every object. Finds out where the object lives and goes there; a file shows here. */
export default function ObjectPage() {
  const id = useParam("id") ?? "";
  const { data, error, refetch } = useObject(id);
  const isFile = data?.kind === "file";
  useEffect(() => {
    if (data && !isFile) void go(data.url, { replace: true });
  }, [data, isFile]);
  if (isFile) return <FilePage key={id} card={data} />;
  if (error instanceof ApiError && error.isNotFound) return <NotFound />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return null;
}

function FilePage({ card }: { card: ObjectCard }) {
  useEffect(() => setPageTitle(card.title), [card.title]);
  return (
    <>
      <PaneHeader title={card.title} onBack={() => goBack("/")} isLined />
      <Page>
        <FileCard card={card} opensAtOnce />
      </Page>
    </>
  );
}

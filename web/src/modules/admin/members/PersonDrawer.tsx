import { useState } from "react";
import { useMe, useUserCard } from "@/api/people";
import { useSearch, useSetSearch } from "@/lib/nav";
import { useDepartment } from "@/shared/department";
import { useUser } from "@/shared/person";
import { Drawer, Loaded, SkeletonRows } from "@/ui";
import { draftOf, emptyDraft } from "./draft";
import { useT } from "./i18n";
import { LinkDialog, type MadeLink } from "./LinkDialog";
import { PersonDetail } from "./PersonDetail";
import { PersonForm } from "./PersonForm";

interface Open {
  /** An id, or `new`. */
  user: string;
  isEditing: boolean;
}

/** The person that the address names, beside the table: to look at, to change, to add. */
export function PersonDrawer({ fallbackDepartment }: { fallbackDepartment: string | undefined }) {
  const t = useT();
  const set = useSetSearch();
  const { user, edit } = useSearch();
  const [link, setLink] = useState<MadeLink>();
  const current: Open | undefined = user ? { user, isEditing: edit === "1" } : undefined;
  // What was open stays drawn while the drawer slides away.
  const [last, setLast] = useState(current);
  if (current && (current.user !== last?.user || current.isEditing !== last.isEditing)) setLast(current);
  const shown = current ?? last;
  const card = useUserCard(shown?.user === "new" ? undefined : shown?.user);
  const close = () => set({ user: undefined, edit: undefined });
  return (
    <>
      <Drawer
        isOpen={current !== undefined}
        onOpenChange={(open) => !open && close()}
        title={
          shown?.user === "new"
            ? t.drawer.newTitle
            : shown?.isEditing && card
              ? t.drawer.editTitle(card.name)
              : t.drawer.title
        }
      >
        {shown?.user === "new" ? (
          <NewPerson fallbackDepartment={fallbackDepartment} onClose={close} onLink={setLink} />
        ) : (
          shown && <Person key={shown.user} {...shown} onLink={setLink} />
        )}
      </Drawer>
      <LinkDialog link={link} onClose={() => setLink(undefined)} />
    </>
  );
}

interface NewPersonProps {
  fallbackDepartment: string | undefined;
  onClose: () => void;
  onLink: (link: MadeLink) => void;
}

function NewPerson({ fallbackDepartment, onClose, onLink }: NewPersonProps) {
  const set = useSetSearch();
  const query = useDepartment(fallbackDepartment);
  if (fallbackDepartment && query.isPending) return <SkeletonRows rows={6} face={0} />;
  const { data } = query;
  const place = data && { id: data.id, name: data.name, path: data.path.map((step) => step.name) };
  return (
    <PersonForm
      initial={emptyDraft(place)}
      onCancel={onClose}
      onSaved={(user) => set({ user: user.id, edit: undefined })}
      onLink={onLink}
    />
  );
}

function Person({ user: id, isEditing, onLink }: Open & { onLink: (link: MadeLink) => void }) {
  const set = useSetSearch();
  const me = useMe();
  const query = useUser(id);
  return (
    <Loaded query={query} skeleton={<SkeletonRows rows={6} face={0} />}>
      {(user) =>
        isEditing && user.can.edit ? (
          <PersonForm
            user={user}
            initial={draftOf(user)}
            onCancel={() => set({ edit: undefined })}
            onSaved={() => set({ edit: undefined })}
            onLink={onLink}
          />
        ) : (
          <PersonDetail
            user={user}
            isMe={user.id === me.user.id}
            onEdit={() => set({ edit: "1" })}
            onLink={onLink}
          />
        )
      }
    </Loaded>
  );
}

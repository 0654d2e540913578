import { Building2, MessageCircle, UsersRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { asApiError } from "@/api/error";
import type { Department, UserCard } from "@/api/types";
import { useCommon } from "@/i18n";
import { go } from "@/lib/nav";
import { DepartmentPicker } from "@/shared/department";
import { openChatWith, PersonPicker } from "@/shared/person";
import { AvatarStack, Button, Dialog, Form, IconButton, Menu, MenuItem, TextField, toast } from "@/ui";
import { chatApi } from "../api";
import { takeChats } from "../engine/chats";
import { state } from "../engine/store";
import { useT, words } from "../i18n";
import { mostTitle, useLimit } from "../parts/useLimit";
import styles from "./NewChat.module.css";

/** The button that begins a chat: with a person, with several, or the group of a department. */
export default function NewChat({ icon }: { icon: ReactNode }) {
  const t = useT();
  const [step, setStep] = useState<"direct" | "people" | "department" | null>(null);
  const [chosen, setChosen] = useState<readonly UserCard[]>([]);
  const close = () => setStep(null);

  const openDepartment = async (department: Department) => {
    try {
      const chat = await chatApi.create({ kind: "department", department: department.id });
      takeChats([chat]);
      await go(`/chat/${chat.id}`);
    } catch (error) {
      toast.failure(asApiError(error));
      throw error;
    }
  };

  return (
    <>
      <Menu label={t.list.newChat} trigger={<IconButton icon={icon} label={t.list.newChat} tip="none" />}>
        <MenuItem
          label={t.list.newDirect}
          icon={<MessageCircle size={16} />}
          onAction={() => setStep("direct")}
        />
        <MenuItem
          label={t.list.newGroup}
          icon={<UsersRound size={16} />}
          onAction={() => setStep("people")}
        />
        <MenuItem
          label={t.list.newDepartment}
          hint={t.create.departmentHint}
          icon={<Building2 size={16} />}
          onAction={() => setStep("department")}
        />
      </Menu>
      <PersonPicker
        isOpen={step === "direct"}
        onOpenChange={close}
        title={t.create.direct}
        mode="one"
        onPick={({ people: [person] }) => {
          if (person) void openChatWith(person.id);
        }}
      />
      <PersonPicker
        isOpen={step === "people"}
        onOpenChange={close}
        title={t.create.choose}
        action={t.create.next}
        allowDepartments
        limit={1000}
        onPick={async ({ people, departments }) => {
          const everyone = await withDepartments(people, departments);
          setChosen(everyone);
        }}
      />
      {step === "department" && (
        <DepartmentPicker
          isOpen
          onOpenChange={close}
          title={t.create.department}
          onPick={async (department) => {
            if (department) await openDepartment(department);
          }}
        />
      )}
      {chosen.length > 0 && <NameGroup people={chosen} onClose={() => setChosen([])} />}
    </>
  );
}

/** The people chosen, and those of whole departments; fails, and says so, when they are too many for one group. */
async function withDepartments(people: readonly UserCard[], departments: readonly Department[]) {
  const { everyoneChosen, mostAtOnce } = await import("./departments");
  try {
    const everyone = await everyoneChosen(people, departments, state().me);
    if (everyone) return everyone;
  } catch (error) {
    toast.failure(asApiError(error));
    throw error;
  }
  toast.error(words().create.tooMany(mostAtOnce));
  throw new Error("too many people for one group");
}

/** Names people when there is no better name yet. */
function suggestion(people: readonly UserCard[]): string {
  const names = people.slice(0, 3).map((person) => person.name);
  return words().note.names(names, people.length).slice(0, mostTitle);
}

function NameGroup({ people, onClose }: { people: readonly UserCard[]; onClose: () => void }) {
  const t = useT();
  const common = useCommon();
  const [title, setTitle] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [fields, setFields] = useState<Readonly<Record<string, string>>>();
  const limit = useLimit(title, mostTitle);
  const create = async () => {
    // Enter comes past the button, which does not take a second press.
    if (limit.isOver || isBusy) return;
    setBusy(true);
    try {
      const members = people.map((person) => person.id);
      const chat = await chatApi.create({
        kind: "group",
        title: title.trim() || suggestion(people),
        members,
      });
      takeChats([chat]);
      onClose();
      await go(`/chat/${chat.id}`);
    } catch (thrown) {
      const error = asApiError(thrown);
      setFields(error.fields);
      if (!error.fields.title) toast.failure(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      isKept
      size="sm"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.create.title}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button
            variant="primary"
            isPending={isBusy}
            isDisabled={limit.isOver}
            onPress={() => void create()}
          >
            {t.create.done}
          </Button>
        </>
      }
    >
      <Form errors={fields} onSubmit={() => void create()}>
        <div className={styles.people}>
          <AvatarStack people={people} most={6} size={32} />
          <span>{t.create.people(people.length)}</span>
        </div>
        <TextField
          label={t.create.name}
          name="title"
          placeholder={suggestion(people)}
          value={title}
          onChange={setTitle}
          hint={limit.left}
          error={limit.error}
          autoFocus
        />
      </Form>
    </Dialog>
  );
}

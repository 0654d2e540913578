import { useState } from "react";
import { api, call } from "@/api/client";
import { type ApiError, asApiError } from "@/api/error";
import { queries } from "@/api/query";
import { Button, Form, Section, TextField, toast } from "@/ui";
import { Refusal } from "../auth/parts";
import { AgainField } from "../auth/password/AgainField";
import { Strength } from "../auth/password/Strength";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

export default function Security() {
  const t = useT();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const differs = again !== "" && again !== password;

  const submit = async () => {
    if (differs) return;
    setBusy(true);
    setError(undefined);
    try {
      await call(api.PUT("/api/v1/people/me/password", { body: { current, new: password } }));
      for (const clear of [setCurrent, setPassword, setAgain]) clear("");
      toast.success(t.security.done);
      await queries.invalidateQueries({ queryKey: ["people", "sessions"] });
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section title={t.security.title} text={t.security.text}>
      <Form className={styles.narrow} onSubmit={submit} errors={error?.fields}>
        {error && Object.keys(error.fields).length === 0 && <Refusal error={error} />}
        <TextField
          label={t.security.current}
          name="current"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          isRequired
        />
        <TextField
          label={t.security.new}
          name="new"
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
        <Strength password={password} />
        <AgainField password={password} value={again} onChange={setAgain} size="md" />
        <div>
          <Button
            type="submit"
            variant="primary"
            isPending={isBusy}
            isDisabled={current === "" || password === "" || again === ""}
          >
            {t.security.submit}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

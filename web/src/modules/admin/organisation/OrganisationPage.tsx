import { useQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { type ApiError, asApiError } from "@/api/error";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Org } from "@/api/types";
import { useCommon } from "@/i18n";
import { usePrefs } from "@/lib/prefs";
import { PictureField } from "@/shared/picture";
import {
  Avatar,
  Button,
  Form,
  Loaded,
  Page,
  Section,
  SkeletonRows,
  TextField,
  toast,
  useUnsaved,
} from "@/ui";
import { AdminSection } from "../AdminSection";
import { useT } from "./i18n";
import styles from "./Organisation.module.css";

const key = ["people", "org"] as const;

async function patchOrg(body: { name?: string; logo_file?: string | null }): Promise<Org> {
  const org = await call(api.PATCH("/api/v1/people/org", { body }));
  queries.setQueryData(key, org);
  usePrefs.setState({ orgName: org.name });
  await queries.invalidateQueries({ queryKey: meKey });
  return org;
}

/** Name and logo of the organisation. */
export default function OrganisationPage() {
  const query = useQuery({ queryKey: key, queryFn: () => call(api.GET("/api/v1/people/org")) });
  return (
    <AdminSection id="organisation" isLined>
      <Page>
        <Loaded query={query} skeleton={<SkeletonRows rows={3} face={0} />}>
          {(org) => (
            <>
              <Logo org={org} />
              <Name org={org} />
            </>
          )}
        </Loaded>
      </Page>
    </AdminSection>
  );
}

function Logo({ org }: { org: Org }) {
  const t = useT();
  return (
    <Section title={t.logo.label}>
      <PictureField
        face={
          <Avatar
            name={org.name}
            src={org.logo}
            size={72}
            shape="square"
            icon={<Building2 size={32} strokeWidth={1.5} />}
          />
        }
        hasPicture={Boolean(org.logo)}
        texts={t.logo}
        onChange={(file) => patchOrg({ logo_file: file })}
      />
    </Section>
  );
}

function Name({ org }: { org: Org }) {
  const t = useT();
  const common = useCommon();
  const [name, setName] = useState(org.name);
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const text = name.trim();
  const isDirty = text !== org.name;
  useUnsaved(isDirty);
  const save = async () => {
    if (text === "" || !isDirty) return;
    setBusy(true);
    setError(undefined);
    try {
      const saved = await patchOrg({ name: text });
      setName(saved.name);
      toast.success(common.saved);
    } catch (thrown) {
      const failure = asApiError(thrown);
      setError(failure);
      toast.unshown(failure, (field) => field === "name");
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section>
      <Form onSubmit={save} errors={error?.fields} className={styles.form}>
        <TextField
          label={t.name}
          hint={t.nameHint}
          name="name"
          value={name}
          onChange={(next) => {
            setError(undefined);
            setName(next);
          }}
          maxLength={100}
          autoComplete="off"
          error={text === "" ? t.needName : undefined}
        />
        <div>
          <Button type="submit" variant="primary" isDisabled={!isDirty || text === ""} isPending={isBusy}>
            {common.save}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

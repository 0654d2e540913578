import { api, call } from "@/api/client";
import type { User, UserPatch } from "@/api/types";

type Link = { url: string; expires_at: number };

const at = (id: string) => ({ params: { path: { id } } });

/** The writes on one person. */
export const steps = {
  invite: (id: string): Promise<Link> => call(api.POST("/api/v1/people/users/{id}/invite", at(id))),
  resetPassword: (id: string): Promise<Link> =>
    call(api.POST("/api/v1/people/users/{id}/reset-password", at(id))),
  suspend: (id: string): Promise<User> => call(api.POST("/api/v1/people/users/{id}/suspend", at(id))),
  reactivate: (id: string): Promise<User> => call(api.POST("/api/v1/people/users/{id}/reactivate", at(id))),
  leave: (id: string): Promise<User> => call(api.POST("/api/v1/people/users/{id}/leave", at(id))),
  update: (id: string, body: UserPatch): Promise<User> =>
    call(api.PATCH("/api/v1/people/users/{id}", { ...at(id), body })),
};

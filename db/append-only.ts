import type { Pg } from "./connection";

/**
 * Makes PostgreSQL refuse changes of the audit. Two remain allowed: when an account is deleted, its foreign key sets an
 * entry's user id to null, and the entry keeps the actor's name; and what changed nothing (sign-ins, refusals and uses of
 * keys) can be deleted after a week, because anyone can cause it without end. The triggers are replaced at each start, so
 * that older databases get them as well.
 */
export async function protectAudit(pg: Pg): Promise<void> {
  await pg.unsafe(`
    create or replace function refuse_audit_change() returns trigger language plpgsql as $body$
    begin
      if tg_op = 'UPDATE' then
        if new.user_id is null and to_jsonb(new) - 'user_id' = to_jsonb(old) - 'user_id' then
          return new;
        end if;
      end if;
      if tg_op = 'DELETE' then
        if (old.action like 'session.%' or old.action like 'access.%' or old.action = 'api-key.use')
          and old.at < now() - interval '7 days' then
          return old;
        end if;
      end if;
      raise exception 'The audit is append-only.' using errcode = 'integrity_constraint_violation';
    end $body$;
    create or replace trigger audit_append_only before update or delete on audit
      for each row execute function refuse_audit_change();
    create or replace trigger audit_not_emptied before truncate on audit
      for each statement execute function refuse_audit_change();`);
}

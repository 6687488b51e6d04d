/**
 * What a role could change, a line each; no line: it can only read. One statement, so that it costs one round trip on
 * each new connection. Temporary tables do not count: nobody else sees them. A standby takes no changes from anyone.
 */
export const WRITES = `
  with members as (select oid from pg_roles where pg_has_role(current_user, oid, 'MEMBER')),
  writes as (
    select 'is a superuser, or may become one' as what
      from pg_roles r join members m using (oid) where r.rolsuper
    union all
    select 'may make databases or roles' from pg_roles r join members m using (oid)
     where (r.rolcreatedb or r.rolcreaterole) and not r.rolsuper
    union all
    select 'may make schemas in this database' where has_database_privilege(current_database(), 'CREATE')
    union all
    select 'may make tables in schema ' || n.nspname from pg_namespace n
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'CREATE')
    union all
    select 'may change ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and exists (select from members m where has_table_privilege(m.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                                            or has_any_column_privilege(m.oid, c.oid, 'INSERT, UPDATE')))
  select what from writes where not pg_is_in_recovery() limit 5`;

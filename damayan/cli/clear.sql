-- Drops everything in the schema public except what belongs to an extension: an ordinary database
-- user could not make an extension again.
DO $clear$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY (
        WITH found AS (
            SELECT
                CASE c.relkind
                    WHEN 'v' THEN 'VIEW'
                    WHEN 'm' THEN 'MATERIALIZED VIEW'
                    WHEN 'S' THEN 'SEQUENCE'
                    WHEN 'c' THEN 'TYPE'
                    ELSE 'TABLE'
                END AS kind,
                format('public.%I', c.relname) AS name,
                'pg_class'::regclass AS catalogue, c.oid AS id,
                CASE c.relkind WHEN 'S' THEN 4 ELSE 1 END AS turn  -- most go with their tables
            FROM pg_class AS c
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'c')
            UNION ALL
            SELECT
                'ROUTINE',
                format('public.%I(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
                'pg_proc'::regclass, p.oid, 2
            FROM pg_proc AS p
            WHERE p.pronamespace = 'public'::regnamespace
            UNION ALL
            SELECT 'TYPE', format('public.%I', t.typname), 'pg_type'::regclass, t.oid, 3
            FROM pg_type AS t
            WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'r')
        )
        SELECT
            coalesce(
                array_agg(format('DROP %s IF EXISTS %s CASCADE', kind, name) ORDER BY turn), '{}'
            )
        FROM found
        WHERE NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = found.catalogue AND d.objid = found.id AND d.deptype = 'e'
        )
    ) LOOP
        EXECUTE statement;
    END LOOP;
END
$clear$;

from django.db import migrations

FORBID = """
CREATE FUNCTION moderation_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The moderation log is append-only.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER moderation_log_append_only BEFORE UPDATE OR DELETE ON moderation_logentry
FOR EACH ROW EXECUTE FUNCTION moderation_log_is_append_only();
"""
ALLOW = """
DROP TRIGGER moderation_log_append_only ON moderation_logentry;
DROP FUNCTION moderation_log_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]

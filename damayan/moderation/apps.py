from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "damayan.moderation"

    def ready(self) -> None:
        from damayan.moderation import holdings, live, log
        from damayan.moderation.queries import staffed
        from damayan.moderation.queries.resting import free_guides
        from damayan.moderation.subject import AppealSubject
        from damayan.moderation.watch import guides_of, is_a_guide
        from damayan.notices.models import Kind
        from damayan.notices.rules import only_for
        from damayan.safety import guides, logbook, staffing, subjects

        live.register()
        holdings.declare()
        staffing.register(staffed)
        guides.register(guides_of, free_guides)
        logbook.register(log.record)
        subjects.register("appeal", AppealSubject())
        only_for(Kind.ALERT, is_a_guide)

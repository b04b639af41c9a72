from django.urls import path, register_converter

from damayan.stories import search_views
from damayan.stories.doors import KeyConverter
from damayan.stories.views import changing, drafts, lists, marking, reading, writing

register_converter(KeyConverter, "words_key")

_STORY = "stories/<words_key:key>/"
_REPLY = "replies/<words_key:key>/"

app_name = "stories"
urlpatterns = [
    path("groups/<slug:slug>/", reading.group, name="group"),
    path("write/", writing.choose, name="choose"),
    path("groups/<slug:slug>/write/", writing.write, name="write"),
    path("groups/<slug:slug>/write/preview/", writing.preview, name="preview"),
    path(_STORY, reading.story, name="story"),
    path(f"{_STORY}reply/", writing.reply, name="reply"),
    path(f"{_STORY}say/", marking.say_to_story, name="say"),
    path(f"{_STORY}unsay/", marking.unsay_to_story, name="unsay"),
    path(f"{_STORY}keep/", marking.keep, name="keep"),
    path(f"{_STORY}unkeep/", marking.unkeep, name="unkeep"),
    path(f"{_STORY}hide/", marking.hide, name="hide"),
    path(f"{_STORY}show/", marking.show, name="show"),
    path(f"{_STORY}edit/", changing.edit_story, name="edit_story"),
    path(f"{_STORY}remove/", changing.remove_story, name="remove_story"),
    path(f"{_STORY}close/", changing.close, name="close"),
    path(f"{_STORY}open/", changing.open_again, name="open"),
    path(f"{_STORY}history/", changing.history, name="history"),
    path(_REPLY, reading.permalink, name="permalink"),
    path(f"{_REPLY}say/", marking.say_to_reply, name="say_to_reply"),
    path(f"{_REPLY}unsay/", marking.unsay_to_reply, name="unsay_to_reply"),
    path(f"{_REPLY}edit/", changing.edit_reply, name="edit_reply"),
    path(f"{_REPLY}remove/", changing.remove_reply, name="remove_reply"),
    path(f"{_REPLY}helpful/", changing.helpful, name="helpful"),
    path(f"{_REPLY}unhelpful/", changing.unhelpful, name="unhelpful"),
    path("unanswered/", lists.unanswered, name="unanswered"),
    path("bookmarks/", lists.bookmarks, name="bookmarks"),
    path("hidden/", lists.hidden, name="hidden"),
    path("mine/", lists.mine, name="mine"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/save/", drafts.save, name="save_draft"),
    path("drafts/drop/", drafts.drop, name="drop_draft"),
    path("search/", search_views.search, name="search"),
    path("me/topics/", marking.topics, name="topics"),
]

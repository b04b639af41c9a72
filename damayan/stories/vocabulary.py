"""The closed lists a writer may tag with: slugs in the database, words in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STORY = "story", _("A story")
    QUESTION = "question", _("A question")
    GOOD = "good", _("A good thing")


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FILIPINO = "fil", _("Filipino")
    TAGLISH = "taglish", _("Taglish")
    CEBUANO = "ceb", _("Cebuano")


class Word(models.TextChoices):
    """Reactions are words."""

    HEAR = "hear", _("I hear you")
    ME_TOO = "me_too", _("Me too")
    STRENGTH = "strength", _("Sending strength")
    THANKS = "thanks", _("Thank you")


class Feeling(models.TextChoices):
    SAD = "sad", _("sad")
    AFRAID = "afraid", _("afraid")
    ANGRY = "angry", _("angry")
    ASHAMED = "ashamed", _("ashamed")
    LONELY = "lonely", _("lonely")
    TIRED = "tired", _("tired")
    NUMB = "numb", _("numb")
    GUILTY = "guilty", _("guilty")
    WORRIED = "worried", _("worried")
    CONFUSED = "confused", _("confused")
    HURT = "hurt", _("hurt")
    HOPEFUL = "hopeful", _("hopeful")
    GRATEFUL = "grateful", _("grateful")
    RELIEVED = "relieved", _("relieved")
    PROUD = "proud", _("proud")
    CALM = "calm", _("calm")


class Topic(models.TextChoices):
    """What a content note may say; a reader may hide a topic entirely."""

    DEATH = "death", _("a death")
    SUICIDE = "suicide", _("suicide")
    SELF_HARM = "self-harm", _("hurting oneself")
    VIOLENCE = "violence", _("violence")
    SEXUAL_VIOLENCE = "sexual-violence", _("sexual violence")
    ABUSE = "abuse", _("abuse")
    EATING = "eating", _("eating and body")
    SUBSTANCES = "substances", _("drink and drugs")
    PREGNANCY_LOSS = "pregnancy-loss", _("losing a pregnancy")
    ILLNESS = "illness", _("illness")
    DISASTER = "disaster", _("a disaster")


class Helped(models.TextChoices):
    BEING_HEARD = "being-heard", _("being heard")
    TALKING = "talking", _("talking about it")
    FAMILY = "family", _("family")
    FRIENDS = "friends", _("friends")
    PROFESSIONAL = "professional", _("a professional")
    PRAYER = "prayer", _("prayer")
    WALKING = "walking", _("walking")
    REST = "rest", _("rest")
    SLEEP = "sleep", _("sleep")
    MUSIC = "music", _("music")
    WRITING = "writing", _("writing")
    ROUTINE = "routine", _("a routine")
    BREATHING = "breathing", _("breathing slowly")
    NATURE = "nature", _("being outdoors")
    WORK = "work", _("work")
    HELPING_OTHERS = "helping-others", _("helping others")
    SAYING_NO = "saying-no", _("saying no")
    CRYING = "crying", _("crying")
    TIME = "time", _("time")
    ANIMALS = "animals", _("animals")
    FOOD = "food", _("cooking and eating")
    READING = "reading", _("reading")
    CRAFTS = "crafts", _("making things by hand")
    GROUP = "group", _("this group")

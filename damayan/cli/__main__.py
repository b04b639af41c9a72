"""``python -m damayan.cli`` is the same as ``damayan``."""

import sys

from damayan.cli import main

sys.exit(main())

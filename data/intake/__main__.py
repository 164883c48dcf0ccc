import sys

from data.intake.land import main

sys.exit(main())

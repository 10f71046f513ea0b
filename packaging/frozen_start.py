"""Start of the frozen app: says where the layout engine lies, then runs the `archdraw` command."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    engine = Path(__file__).parent / ("graphviz-pure.exe" if os.name == "nt" else "graphviz-pure")
    if engine.is_file():
        os.environ.setdefault("ARCHDRAW_LAYOUT_ENGINE", str(engine))
    from archdraw.__main__ import main

    sys.exit(main())

"""The only home of Qt: bridge, canvas, panels and the window they make."""

"""What nearly every page needs, imported ahead of time by the kernel that is kept ready.

No table of a page is read here: what an author changes in ``data/`` shows at the next visit.
"""

from hiplib.widgets import check_page, layers_page, page_frame

__all__ = ["check_page", "layers_page", "page_frame"]

"""The local page: consults, quizzes and the handbook in a browser on this machine, behind `ethics serve`.

Needs the extra `page` (Starlette, uvicorn, python-multipart). Nothing here is imported unless the page is served.
"""

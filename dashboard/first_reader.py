"""Opens each page once, as a reader would: `python -m dashboard.first_reader ADDRESS PORT`. What is loaded, opened and asked but once is
then there before anybody waits for it. Beside the server, and gone when it is done; nothing depends on it."""

import asyncio
import sys
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

#: by their place in the address, the first one first
PAGES = ("", "this_week", "broken_promises", "honest_date", "sellers", "partners", "contacts", "trust", "order")
LIMIT_SECONDS = 60


async def read(address: str, page: str, query: dict) -> list[bytes]:
    """A page, from the wish to its last word, in Streamlit's own messages."""
    stream = f"ws://{address}/_stcore/stream"
    answers: list[bytes] = []
    speaking = [websockets.Subprotocol(name) for name in ("streamlit", "none", "none")]
    async with websockets.connect(stream, subprotocols=speaking, max_size=None, open_timeout=LIMIT_SECONDS) as socket:
        wish = BackMsg()
        wish.rerun_script.query_string = urlencode(query, doseq=True)
        wish.rerun_script.page_name = page
        await socket.send(wish.SerializeToString())
        async with asyncio.timeout(LIMIT_SECONDS):
            while True:
                answers.append(await socket.recv(decode=False))
                answer = ForwardMsg.FromString(answers[-1])
                # a page that changes its address or switches is run again at once
                if answer.WhichOneof("type") == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return answers


async def open_all(address: str) -> None:
    for _ in range(LIMIT_SECONDS):
        try:
            await read(address, PAGES[0], {})
            break
        except OSError:
            # it does not listen yet
            await asyncio.sleep(1)
    for page in PAGES[1:]:
        await read(address, page, {})


if __name__ == "__main__":
    asyncio.run(open_all(":".join(sys.argv[1:])))

"""How does a test put something into a local Azure, past every client?"""

from __future__ import annotations

import http.client
import json


def send(azure, method, path, body=None):
    """Send to the local Azure; returns the answer, None where it is empty."""
    connection = http.client.HTTPConnection(azure.url.removeprefix("http://"), timeout=10)
    headers = {"Authorization": "Bearer x", "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    assert answer.status < 300, (path, text)
    return json.loads(text) if text else None

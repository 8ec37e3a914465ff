"""What a user of the PCSS gateway's client does, version 0.2, with a connection to another address."""

from pcss_qapi import AuthorizationService
from pcss_qapi.api.connection_base import ApiConnection
from pcss_qapi.orca import OrcaProvider, OrcaTask


def tasks(url):
    AuthorizationService.login("api-key")
    connection = ApiConnection(base_url=url)
    provider = OrcaProvider(connection)
    assert provider.available_backends() == ["ORCA-PT-1-A", "ORCA-PT-1-B"]
    fields = dict(input_state=[1, 0, 1], bs_angles=[0.7, 1.1, 0.5], loop_lengths=[1, 2], connection=connection)

    task = OrcaTask(machine="ORCA-PT-1-B", n_samples=300, postselection=True, **fields)
    task.submit()
    results = task.results()
    assert len(results) == 300 and all(sum(map(int, shot)) == 2 for shot in results), results
    assert task.status == "Completed"
    assert not task.cancel()

    wrong = OrcaTask(machine="ORCA-PT-1-B", **{**fields, "bs_angles": [0.7]})
    try:
        wrong.submit()
    except RuntimeError as error:
        assert "400" in str(error), error
    else:
        raise AssertionError("a task with too few angles is accepted")

    large = dict(input_state=[1, 0, 0] * 12, bs_angles=[0.7] * 99, loop_lengths=[1, 3, 5], connection=connection)
    long = OrcaTask(machine="ORCA-PT-1-B", n_samples=1_000_000, **large)
    long.submit()
    assert long.status in ("Queued", "Running")
    assert long.cancel()
    try:
        long.results()
    except RuntimeError as error:
        assert "410" in str(error), error
    else:
        raise AssertionError("a cancelled task has results")

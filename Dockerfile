# The worker: everything that Habeas runs, and none of what only tests and the sandbox need.
# Before you rely on it, pin both FROM lines to the digest that you reviewed (python:...@sha256:...).
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/habeas
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock requirements-build.lock pyproject.toml README.md ./
COPY deploy/lock.py deploy/lock.py
# every file is checked against its hash, and nothing is built from source
RUN python -m venv .venv \
    && python deploy/lock.py requirements.lock pyproject.toml > worker.lock \
    && .venv/bin/pip install --only-binary :all: --require-hashes -r requirements-build.lock \
    && .venv/bin/pip install --only-binary :all: --require-hashes -r worker.lock
COPY queues.py worker.py ./
COPY habeas habeas
COPY workflows workflows
COPY activities activities
COPY adapters adapters
COPY policy policy
COPY deploy deploy
# what installed it is not needed to run it
RUN .venv/bin/pip install --no-deps --no-build-isolation -e . \
    && .venv/bin/python -m compileall -q . \
    && .venv/bin/pip uninstall --yes setuptools setuptools-scm vcs-versioning wheel poetry-core pip

FROM python:3.11-slim-bookworm
# the folders that volumes are laid over: a new volume takes its owner and mode from here
RUN groupadd --gid 10001 habeas \
    && useradd --uid 10001 --gid habeas --no-create-home --shell /usr/sbin/nologin habeas \
    && install -d -o habeas -g habeas -m 0700 /var/lib/habeas/cases /var/lib/habeas/claims /var/lib/habeas/payload-keys /var/lib/habeas/file-keys /var/lib/habeas/signing-keys /var/lib/habeas/readers /var/lib/habeas/enrichment
COPY --from=build /srv/habeas /srv/habeas
WORKDIR /srv/habeas
ENV PATH=/srv/habeas/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
ENTRYPOINT ["python", "worker.py"]

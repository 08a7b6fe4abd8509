# The image of every service of ours in docker-compose.yml; set up by the same script as `make run`.
FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin onestop

WORKDIR /app
# First what changes seldom, so that a change of our code does not install everything again.
COPY setup.sh requirements.txt ./
RUN ./setup.sh run && rm -rf /var/lib/apt/lists/* /root/.cache

COPY . .
RUN ./setup.sh run \
    && install -d -o onestop -g onestop -m 0700 /var/lib/onestop /var/lib/onestop/media /var/lib/onestop/keys \
        /var/lib/onestop/static /var/lib/onestop/run /var/lib/onestop/archive

ENV PATH=/app/.venv/bin:$PATH \
    ONESTOP_VAR=/var/lib/onestop \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/.cache \
    OMP_THREAD_LIMIT=1

USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "-c", "gunicorn.conf.py"]

# Both sides, and the program that is both, from one build. Targets: command-side, query-side, standalone (the default).

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build

# Everything but the sources first: plugins and libraries are fetched again only when a POM changes.
ARG MAVEN="./mvnw --batch-mode --no-transfer-progress -DskipTests -Dspotless.check.skip -Djacoco.skip"
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY shared-api/pom.xml shared-api/
COPY event-store/pom.xml event-store/
COPY web-support/pom.xml web-support/
COPY command-side/pom.xml command-side/
COPY query-side/pom.xml query-side/
COPY standalone/pom.xml standalone/
COPY bench/pom.xml bench/
RUN $MAVEN package

COPY . .
RUN $MAVEN package

# One directory per kind of content, from the one that changes least to the one that changes always.
RUN set -eu; \
    extract() { \
        java -Djarmode=tools -jar "$1" extract --layers --application-filename "$2.jar" --destination "/layers/$2"; \
    }; \
    extract command-side/target/command-side-exec.jar command-side; \
    extract query-side/target/query-side-exec.jar query-side; \
    extract standalone/target/ringkey.jar ringkey


FROM eclipse-temurin:25-jre AS runtime
# PostgreSQL refuses to run for somebody without a name, so the user has an entry in passwd.
RUN groupadd --system --gid 10001 ringkey \
    && useradd --system --uid 10001 --gid ringkey --home-dir /app --shell /usr/sbin/nologin ringkey \
    && install --directory --owner=ringkey --group=ringkey --mode=0700 /data
WORKDIR /app
COPY deploy/app/healthcheck deploy/app/java.options deploy/app/ringkey ./
RUN ln -s /app/ringkey /usr/local/bin/ringkey
USER ringkey
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=2m --retries=6 CMD ["/app/healthcheck"]


FROM runtime AS command-side
COPY --from=build /layers/command-side/dependencies/ ./
COPY --from=build /layers/command-side/snapshot-dependencies/ ./
COPY --from=build /layers/command-side/application/ ./
ENTRYPOINT ["java", "@java.options", "-jar", "command-side.jar"]


FROM runtime AS query-side
COPY --from=build /layers/query-side/dependencies/ ./
COPY --from=build /layers/query-side/snapshot-dependencies/ ./
COPY --from=build /layers/query-side/application/ ./
ENTRYPOINT ["java", "@java.options", "-jar", "query-side.jar"]


# Brings its own PostgreSQL: docker run -p 127.0.0.1:8000:8000 -v ringkey:/data …
FROM runtime AS standalone
ENV RINGKEY_ADDRESS=0.0.0.0 RINGKEY_DATA_DIR=/data
VOLUME /data
COPY --from=build /layers/ringkey/dependencies/ ./
COPY --from=build /layers/ringkey/snapshot-dependencies/ ./
COPY --from=build /layers/ringkey/application/ ./
# By the user, as which PostgreSQL starts. Where it does not, as under emulation, the image starts as usual.
USER root
RUN install --directory --owner=ringkey --group=ringkey kept
USER ringkey
RUN ringkey --remember || rm -rf kept/*
ENTRYPOINT ["ringkey"]

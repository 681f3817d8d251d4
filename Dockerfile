# A static binary and the certificates of public authorities, and nothing else.
#
#   docker build -t trueline .
#   docker run --rm -v "$PWD:/work" trueline test openapi.yaml --target https://staging.example.com --report html=report.html

FROM rust:1.95-alpine AS build
# What the C parts of the TLS library are compiled with and linked to.
RUN apk add --no-cache ca-certificates gcc musl-dev
WORKDIR /src
COPY . .
RUN cargo build --locked --profile dist && mkdir /empty

# With a shell, for build servers that start their scripts inside the image (`docker build --target shell`).
FROM alpine:3.22 AS shell
RUN apk add --no-cache ca-certificates
COPY --from=build /src/target/dist/trueline /usr/local/bin/trueline
WORKDIR /work

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/target/dist/trueline /trueline
# Files that are written go aside first, in the folder where they belong; this one is for all else.
COPY --from=build --chmod=1777 /empty /tmp
WORKDIR /work
ENTRYPOINT ["/trueline"]
CMD ["--help"]

# Everything here works on a fresh clone. `make help` lists it.
export CGO_ENABLED := 0
# With -trimpath everywhere, what the tests compile serves the release, too.
export GOFLAGS := -buildvcs=false -trimpath

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: test
test: ## check everything; installs what is missing (under 20 minutes on 2 cores)
	@go run ./test/run all

.PHONY: quick
quick: ## check what needs no browser and no PostgreSQL (under 90 seconds)
	@go run ./test/run quick

.PHONY: build
build: generate ## build bin/alongside
	go build -trimpath -ldflags '-s -w' -o bin/alongside ./cmd/alongside

.PHONY: demo
demo: ## open a board with sample data on http://127.0.0.1:8080
	@go run ./cmd/alongside demo

.PHONY: fmt
fmt: ## lay out the code
	@gofmt -w cmd internal test tools
	@go tool -modfile=tools/go.mod templ fmt internal

.PHONY: generate
generate: ## renew the generated files (they are committed)
	@go generate ./internal/view ./internal/locale

.PHONY: bench
bench: ## measure, and write doc/benchmarks.md
	@go run ./test/bench

.PHONY: clean
clean: ## remove what was built and downloaded here
	rm -rf bin test/browser/node_modules test/browser/shots

# Two commands do all the set-up on a fresh machine with Python 3.11 or newer:
# `make demo` shows Longstop at work, `make test` proves it. Both rest on `make setup`.
.DEFAULT_GOAL := help
.PHONY: help setup demo test bench up

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make .venv with everything in it (once; quick when nothing changed)
	@bash scripts/setup.sh

demo: setup ## Replay the Southend case of 2018, from the letter to the Cabinet return
	@.venv/bin/longstop demo replay

test: setup ## Run every check and every test
	@bash scripts/test.sh

bench: setup ## Measure a large day and delivery, on a quiet machine (QUICK=1: small, only printed)
	@.venv/bin/python -m scripts.bench.run $(if $(QUICK),--quick)

# Without a database of its own, the one that `make demo` left is taken.
up: setup ## Run Longstop with Prefect's page on http://127.0.0.1:4200
	@if [ -z "$$LONGSTOP_HOME$$LONGSTOP_DATABASE_URL" ] && [ ! -f var/longstop.sqlite ] \
	  && [ -f var/demo/longstop.sqlite ]; then export LONGSTOP_HOME=var/demo; fi; \
	exec .venv/bin/longstop up

# Two commands do all the set-up on a fresh machine with Python 3.11 or newer:
# `make demo` shows Longstop at work, `make test` proves it. Both rest on `make setup`.
.DEFAULT_GOAL := help
.PHONY: help setup demo test up

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make .venv with everything in it (once; quick when nothing changed)
	@bash scripts/setup.sh

demo: setup ## Replay the Southend case of 2018, from the letter to the Cabinet return
	@.venv/bin/longstop demo replay

test: setup ## Run every check and every test
	@bash scripts/test.sh

up: setup ## Run Longstop with Prefect's page on http://127.0.0.1:4200
	@.venv/bin/longstop up

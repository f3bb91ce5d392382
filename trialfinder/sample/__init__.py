"""Made-up trials and a registry on this machine that serves them: for the demo, the tests and the benchmark."""

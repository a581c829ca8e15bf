"""What all pages share: base templates, components, tokens, charts. Its language is explained in docs/design.md."""

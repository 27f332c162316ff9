"""The pages: server-rendered, in plain Dutch, working without JavaScript."""

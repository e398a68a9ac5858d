"""The looks that `hirogari check` takes before the first night."""

print("dsdesign")

from setuptools import find_packages, setup

setup(name="moods", version="0.9", packages=find_packages(), python_requires=">=3.9,<3.12")
